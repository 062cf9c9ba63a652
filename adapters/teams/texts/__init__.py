"""The words of Teams's side around the product's messages."""

from pathlib import Path

from adapters.texts import texts_in

FOLDER = Path(__file__).parent

texts = texts_in(FOLDER)
