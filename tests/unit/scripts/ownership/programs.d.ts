/** What node.py links: the programs of the files, each with its scripts and tensor functions. */
declare module "programs" {
  export const programs: readonly unknown[];
}
