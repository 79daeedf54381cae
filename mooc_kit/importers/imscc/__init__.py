"""IMS Common Cartridge (.imscc) as a way in: cartridges of versions 1.0 to 1.3, thin ones, and exports of Canvas."""
