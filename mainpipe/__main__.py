"""python -m mainpipe COMMAND"""

import sys

from mainpipe.cli import main

sys.exit(main())
