"""The command line: python -m kutip."""

from kutip.cli.edge import main

if __name__ == "__main__":
    main()
