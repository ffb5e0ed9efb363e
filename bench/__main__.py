import os
import signal
import sys
from importlib import import_module

from bench.options import QUICK, Options


def main() -> None:
    quick = sys.argv[1:] == ["quick"]
    options = Options.from_environment(os.environ, QUICK if quick else Options())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.environ.update(options.site_environment())
    # Django's settings read the environment as soon as anything of the site is imported.
    import_module("django").setup()
    import_module("bench.session").run(options)


if __name__ == "__main__":
    main()
