/** Style sheets imported as text (`with { type: "text" }`), which esbuild resolves. */
declare module "*.css" {
  const text: string;
  export default text;
}
