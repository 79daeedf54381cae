"""IMS Common Cartridge (.imscc): manifest, stable identifiers, file names and pages, for all targets that write one."""
