// Finds a proof of work by altcha's protocol, in a worker, so that the page stays as quick as it
// is: how often must one count until the SHA-256 of salt, nonce and count begins as was asked?
// Browsers have SHA-256 of their own, but it answers one call at a time, fifty times as slowly as
// this does, and is missing where a site has no TLS.

const ROUNDS = Uint32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);
const START = Uint32Array.of(
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
);
const schedule = new Uint32Array(64);
const digest = new Uint32Array(8);

const turn = (word, by) => (word >>> by) | (word << (32 - by));

/** The SHA-256 of a message that fits into one block, with its padding; good until the next. */
function hash(block) {
  schedule.set(block);
  for (let i = 16; i < 64; i += 1) {
    const [near, far] = [schedule[i - 2], schedule[i - 15]];
    const s0 = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
    const s1 = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10);
    schedule[i] = schedule[i - 16] + s0 + schedule[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + schedule[i]) | 0;
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (digest[i] = START[i] + word));
  return digest;
}

const words = (hex) => hex.match(/.{8}/g).map((word) => parseInt(word, 16));
const hex = (numbers) => Array.from(numbers, (word) => word.toString(16).padStart(8, "0")).join("");

function solve({ salt, nonce, keyPrefix }) {
  const message = [...words(salt), ...words(nonce)];
  const [last, prefix] = [message.length, words(keyPrefix)];
  const block = new Uint32Array(16);
  block.set(message);
  // Behind the message come a bit and, at the end, its length in bits.
  block[last + 1] = 0x80000000;
  block[15] = (last + 1) * 32;
  for (let counter = 0; counter < 2 ** 32; counter += 1) {
    block[last] = counter;
    const found = hash(block);
    if (prefix.every((word, i) => word === found[i])) return { counter, derivedKey: hex(found) };
  }
}

/** What to send, and for how many milliseconds it is good: by the server's own clock. */
async function prove(address) {
  const response = await fetch(address);
  const challenge = await response.json();
  const solution = solve(challenge.parameters);
  const lasts = challenge.parameters.expiresAt * 1000 - Date.parse(response.headers.get("Date"));
  return { proof: btoa(JSON.stringify({ challenge, solution })), lasts };
}

addEventListener("message", async ({ data: address }) => {
  postMessage(await prove(address).catch(() => ({})));
});
