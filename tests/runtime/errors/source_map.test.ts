/** Our reading of source maps against Node's own, on the map that esbuild made of this very file. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SourceMap as NodeSourceMap } from "node:module";
import { describe, it } from "node:test";

import { original } from "@bml/runtime/errors/source_map.js";

const code = readFileSync(new URL(import.meta.url), "utf8");
const map = JSON.parse(Buffer.from(/sourceMappingURL=data:application\/json;base64,(\S+)/.exec(code)![1]!, "base64").toString());

describe("original", () => {
  it("finds what Node's own reader finds, at every position of a bundle", () => {
    const nodes = new NodeSourceMap(map);
    let mapped = 0;
    const lines = code.slice(0, code.indexOf("//# sourceMappingURL")).split("\n");
    for (const [line, text] of lines.entries()) {
      for (let column = 0; column <= text.length; column++) {
        const expected = nodes.findEntry(line, column);
        const found = original(map, line, column);
        // Where a line begins without a mapping, Node takes the last one of the lines before.
        if (!found) assert.ok(!("generatedLine" in expected) || expected.generatedLine < line);
        else {
          assert.deepEqual([map.sources[found.source], found.line, found.column],
            [map.sources.find((name: string) => "originalSource" in expected && expected.originalSource.endsWith(name)),
              "originalLine" in expected && expected.originalLine, "originalColumn" in expected && expected.originalColumn]);
          mapped++;
        }
      }
    }
    assert.ok(mapped > 1000);
  });

  it("knows text that comes from nowhere", () => {
    assert.deepEqual(original({ ...map, mappings: "AAAA,EAAC,C;;IACE" }, 0, 1), { source: 0, line: 0, column: 0 });
    assert.equal(original({ ...map, mappings: "AAAA,EAAC,C;;IACE" }, 0, 3), undefined);
    assert.equal(original({ ...map, mappings: "AAAA,EAAC,C;;IACE" }, 1, 3), undefined);
    assert.equal(original({ ...map, mappings: "AAAA,EAAC,C;;IACE" }, 2, 3), undefined);
    assert.deepEqual(original({ ...map, mappings: "AAAA,EAAC,C;;IACE" }, 2, 4), { source: 0, line: 1, column: 3 });
    assert.equal(original({ ...map, mappings: "AAAA" }, 7, 0), undefined);
  });
});
