"""The HTML page: written from the neutral tree alone, one module for each part of it."""
