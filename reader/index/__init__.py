"""The disposable cache of listing and full text. Empty until libraries grow past what a scan can bear."""
