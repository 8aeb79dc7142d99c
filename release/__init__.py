"""What a release is made and checked with: hashes of all that is installed, and its licences."""
