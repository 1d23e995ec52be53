/** The usual loader of tfjs's examples: one tall PNG, a row an image, drawn to a canvas in pieces; labels as bytes. */
const [COUNT, SIZE, ROWS] = [60000, 784, 5000];

export async function mnist() {
  const sprite = new Image();
  sprite.src = "/data/mnist.png";
  const labels = fetch("/data/mnist.labels").then((answer) => answer.arrayBuffer());
  await sprite.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: SIZE, height: ROWS });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const images = new Float32Array(COUNT * SIZE);
  for (let row = 0; row < COUNT; row += ROWS) {
    context.drawImage(sprite, 0, row, SIZE, ROWS, 0, 0, SIZE, ROWS);
    const { data } = context.getImageData(0, 0, SIZE, ROWS);
    const into = images.subarray(row * SIZE, (row + ROWS) * SIZE);
    for (let place = 0; place < into.length; place++) into[place] = data[4 * place] / 255;
  }
  return { images, labels: new Uint8Array(await labels), order: shuffled(COUNT) };
}

function shuffled(count) {
  const order = Uint32Array.from({ length: count }, (_, place) => place);
  for (let place = count - 1; place > 0; place--) {
    const other = Math.floor(Math.random() * (place + 1));
    [order[place], order[other]] = [order[other], order[place]];
  }
  return order;
}
