"""IMS Common Cartridge importer (.imscc): versions 1.0 to 1.3, thin cartridges, and exports of Canvas."""
