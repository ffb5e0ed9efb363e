-- Written by hand: people, words and addresses are made up.
CREATE TABLE preferences (key VARCHAR PRIMARY KEY, value VARCHAR);
INSERT INTO preferences VALUES ('session-key', 'not to be read');
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (
    tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER,
    created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR,
    text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR,
    likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL,
    notification INTEGER DEFAULT 0);
CREATE TRIGGER remove_stale_threads AFTER DELETE ON comments BEGIN
    DELETE FROM threads WHERE id NOT IN (SELECT tid FROM comments); END;
INSERT INTO threads VALUES (1, '/mill/wheel/', 'The wheel & the “race”'),
    (2, '/mill/race.html', NULL), (3, '/mill/quiet/', 'Nobody said a word');
INSERT INTO comments (id, tid, parent, created, modified, mode, remote_addr, text, author, email, website, likes, dislikes, voters) VALUES
-- An answer before what it answers, with an edit and votes.
(2, 1, 5, 1354633900.25, 1354634900.5, 1, '192.0.2.0', 'Колесо скрипит. C:\mill\wheel.txt 🛞', 'Борис Р.', 'boris@mill.example
', 'http://', 0, 2, x'00'),
(5, 1, NULL, 1354633840.0, NULL, 1, '192.0.2.0', '**Grease** it.
Twice <3, &amp; often.', 'Ada O''Neil', 'ada@mill.example', 'https://ada.example/', 3, 1, x'00'),
-- The same person twice in one second.
(7, 1, NULL, 1354640000.0, NULL, 1, NULL, 'First of two.', 'Cem', NULL, NULL, 0, 0, x'00'),
(8, 1, NULL, 1354640000.0, NULL, 1, NULL, 'Second of two.', 'Cem', NULL, NULL, 0, 0, x'00'),
-- No time, no name, no true address; answers to what is not there.
(9, 1, 99, 0, NULL, 1, NULL, 'תודה רבה', 'ימימה', '', '', 0, 0, x'00'),
(10, 1, 99, 'then', NULL, 1, NULL, 'Who?', NULL, 'not an address', 'javascript:alert(1)', 0, 0, x'00'),
-- Deleted and answered; waiting; of a mode that nobody knows; deleted and not answered.
(11, 1, NULL, 1354650000.0, NULL, 4, NULL, '', NULL, NULL, NULL, 0, 0, x'00'),
(12, 1, 11, 1354650100.0, NULL, 1, NULL, 'No, it is not.', 'Eva', NULL, NULL, 0, 0, x'00'),
(13, 1, NULL, 1354650200.0, NULL, 2, NULL, 'May I say this?', 'Fay', NULL, NULL, 0, 0, x'00'),
(14, 1, NULL, 1354650300.0, NULL, 3, NULL, 'In what mode?', 'Gus', NULL, NULL, 0, 0, x'00'),
(15, 1, NULL, 1354650400.0, NULL, 4, NULL, '', NULL, NULL, NULL, 0, 0, x'00'),
-- A ring, one who answers herself, no words, and a zero for no parent.
(20, 1, 21, 1354660000.0, NULL, 1, NULL, 'One', 'Una', NULL, NULL, 0, 0, x'00'),
(21, 1, 20, 1354660001.0, NULL, 1, NULL, 'Two', 'Dua', NULL, NULL, 0, 0, x'00'),
(22, 1, 22, 1354660002.0, NULL, 1, NULL, 'To myself', 'Ich', NULL, NULL, 0, 0, x'00'),
(23, 1, NULL, 1354660003.0, NULL, 1, NULL, '   ', 'Hal', NULL, NULL, 0, 0, x'00'),
(24, 1, 0, 1354660004.0, NULL, 1, NULL, 'I answer nobody.', 'Ivy', NULL, NULL, 0, 0, x'00'),
-- Beneath another article; of a thread that is not there.
(30, 2, 5, 1354670000.0, NULL, 1, NULL, 'About the wheel.', 'Lea', NULL, NULL, 0, 0, x'00'),
(31, 77, NULL, 1354670001.0, NULL, 1, NULL, 'Where am I?', 'Moe', NULL, NULL, 0, 0, x'00');
