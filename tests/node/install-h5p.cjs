// Installs an H5P package on a site whose libraries lie in a folder, and exports it again, as a whole package with them.
// Usage: node install-h5p.cjs LIBRARIES PACKAGE.h5p WORK WHOLE.h5p
const fs = require("fs");
const path = require("path");
const H5P = require("@lumieducation/h5p-server");

const [libraries, file, work, whole] = process.argv.slice(2);
const folder = (name) => {
  fs.mkdirSync(path.join(work, name), { recursive: true });
  return path.join(work, name);
};
const { FileLibraryStorage, FileContentStorage, DirectoryTemporaryFileStorage, InMemoryStorage } = H5P.fsImplementations;
const teacher = { id: "1", name: "A teacher", email: "teacher@example.org", type: "local" };

(async () => {
  const site = new H5P.H5PEditor(
    new InMemoryStorage(),
    new H5P.H5PConfig(undefined, {}),
    new FileLibraryStorage(libraries),
    new FileContentStorage(folder("content")),
    new DirectoryTemporaryFileStorage(folder("temporary")),
  );
  const { parameters, metadata } = await site.uploadPackage(file, teacher, { onlyInstallLibraries: false });
  const main = metadata.preloadedDependencies.find((one) => one.machineName === metadata.mainLibrary);
  const name = `${main.machineName} ${main.majorVersion}.${main.minorVersion}`;
  const { id } = await site.saveOrUpdateContentReturnMetaData(undefined, parameters, metadata, name, teacher);
  const out = fs.createWriteStream(whole);
  const written = new Promise((done) => out.on("finish", done));
  await site.exportContent(id, out, teacher);
  await written;
})().catch((error) => {
  console.error(error.message, error.getErrors ? error.getErrors().map((one) => one.message) : "");
  process.exit(1);
});
