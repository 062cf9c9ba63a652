"""The program as it is, but for one wait: joiners are gathered for a second, not a minute. `python -m` runs it."""

import sys
from datetime import timedelta

from app import main
from bot.flows import owed

if __name__ == "__main__":
    owed.TOGETHER = timedelta(seconds=1)
    sys.exit(main())
