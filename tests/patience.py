"""How long a test waits for what another process does. It ends as soon as that is there; a busy machine may be late."""

import os

PATIENCE = float(os.environ.get("HYMNSHEET_TEST_PATIENCE", "60"))  #: seconds
