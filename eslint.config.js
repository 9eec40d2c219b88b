import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import globals from "globals";
import ts from "typescript-eslint";

/** Rooms from the ground up: a room may import those before it, never those after it. */
const rooms = [
  "core",
  "platform",
  "jobs",
  "models",
  "probes",
  "images",
  "backends",
  "exploration",
  "formats",
  "study",
  "storage",
  "session",
  "ui",
  "features",
  "app",
  "gallery",
];

/** `strings` stands beside the rooms: it imports none of them, and only rooms that speak to people import it. */
const speakers = new Set(["session", "ui", "features", "app", "gallery"]);

const forbids = (room) => `src/${room} may not import this: see docs/architecture.md.`;

/** What asks origins other than the page's own. */
const elsewhere = {
  group: ["**/fetch-elsewhere.ts"],
  message: "Only workers/fetch.worker.ts asks other origins: see docs/architecture.md.",
};

const roomRules = rooms.map((room, index) => ({
  files: [`src/${room}/**/*.{ts,tsx}`],
  ignores: ["**/*.test.ts", "**/*.test.tsx"],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          ...rooms.slice(index + 1).map((above) => `**/${above}/**`),
          ...(speakers.has(room) ? [] : ["**/strings/**"]),
          "**/workers/**/*.ts",
          "!**/workers/**/*.ts?worker*",
          "**/cli/**",
        ]
          .map((pattern) => ({ group: [pattern], message: forbids(room) }))
          .concat(
            room === "core"
              ? [
                  {
                    regex: "^(?!\\.|vitest$|fast-check$|node:fs$)",
                    message: "src/core imports no packages; its tests do.",
                  },
                ]
              : [],
          )
          .concat(elsewhere),
      },
    ],
    // What is imported when it is needed is imported all the same.
    "no-restricted-syntax": [
      "error",
      ...[...rooms.slice(index + 1), ...(speakers.has(room) ? [] : ["strings"]), "cli"].map((above) => ({
        selector: `ImportExpression[source.value=/\\/${above}\\//]`,
        message: forbids(room),
      })),
    ],
  },
}));

/**
 * Ways to ask a network; only the modules that answer for it may use them: fetching.ts asks the page's own origin, fetch-elsewhere.ts others, and
 * that one is the fetch worker's alone, whose script has its own policy.
 */
const askers = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport"];
const ONE_DOOR = "Ask the network through src/storage/fetching.ts.";
const networkRules = {
  files: ["src/**/*.{ts,tsx}", "workers/**/*.ts"],
  ignores: ["src/storage/fetching.ts", "src/storage/fetch-elsewhere.ts", "workers/service.worker.ts"],
  rules: {
    "no-restricted-globals": ["error", ...askers.map((name) => ({ name, message: ONE_DOOR }))],
    "no-restricted-properties": [
      "error",
      { property: "sendBeacon", message: ONE_DOOR },
      ...["globalThis", "window", "self"].flatMap((object) =>
        askers.map((property) => ({ object, property, message: ONE_DOOR })),
      ),
    ],
  },
};

export default ts.config(
  { ignores: ["dist/", "dist-lib/", "build/", "node_modules/", "test-results/", "playwright-report/"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-non-null-assertion": "off",
      eqeqeq: "error",
    },
  },
  {
    files: ["src/{ui,features,app,session}/**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks },
    rules: hooks.configs.recommended.rules,
  },
  {
    files: ["**/*.{ts,tsx}"],
    languageOptions: {
      parserOptions: {
        project: ["core", "web", "service-worker", "node"].map((name) => `./tsconfig.${name}.json`),
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/await-thenable": "error",
    },
  },
  ...roomRules,
  networkRules,
  {
    files: ["workers/**/*.ts"],
    ignores: ["workers/fetch.worker.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [elsewhere] }] },
  },
  {
    files: ["src/strings/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: rooms.map((room) => `**/${room}/**`) }] },
  },
);
