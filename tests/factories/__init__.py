"""What tests build with, in words of the domain."""
