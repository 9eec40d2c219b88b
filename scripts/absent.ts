/** Stands for packages that a dependency names and the page never uses. */
export default null;
