// Validates unpacked H5P packages as an H5P site does when somebody uploads them. Prints a line of JSON for each folder.
const { default: PackageValidator } = require("@lumieducation/h5p-server/build/src/PackageValidator.js");
const H5P = require("@lumieducation/h5p-server");

(async () => {
  const noLibraries = new H5P.LibraryManager(new H5P.fsImplementations.FileLibraryStorage(process.argv[2]));
  const validator = new PackageValidator(new H5P.H5PConfig(undefined, {}), noLibraries);
  for (const folder of process.argv.slice(3)) {
    try {
      const found = await validator.validateExtractedPackage(folder, true, false);
      console.log(JSON.stringify({ folder, ok: found !== false }));
    } catch (error) {
      const errors = error.getErrors ? error.getErrors().map((one) => one.message) : [];
      console.log(JSON.stringify({ folder, ok: false, message: error.message, errors }));
    }
  }
})();
