"""What builds and checks pywidget. Nothing here is part of the package."""
