"""Linear course: the whole course as chapters in reading order, from which e-books and paper are made alike."""
