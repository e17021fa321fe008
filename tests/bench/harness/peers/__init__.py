"""What we are measured against, each as its own documentation recommends."""
