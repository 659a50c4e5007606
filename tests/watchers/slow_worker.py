"""A parsing process that takes longer to start than a document may take, as on a machine that does much else."""

import time

from watchers.parse_worker import main

STARTING_S = 1.2

if __name__ == "__main__":
    time.sleep(STARTING_S)
    main()
