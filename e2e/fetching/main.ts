/** A page with nothing on it but what fetches and keeps networks, for journeys that ask what a browser lets it do. */
import { openNetworks } from "../../src/storage/networks/kept-networks.ts";
import { normalise } from "../../src/storage/published/address.ts";
import { PublishedError } from "../../src/storage/published/errors.ts";
import { createFetcher } from "../../src/storage/published/fetcher.ts";
import { createFiles } from "../../src/storage/files.ts";

const fetching = { createFetcher, createFiles, normalise, openNetworks, PublishedError };

declare global {
  var fetching: {
    readonly createFetcher: typeof createFetcher;
    readonly createFiles: typeof createFiles;
    readonly normalise: typeof normalise;
    readonly openNetworks: typeof openNetworks;
    readonly PublishedError: typeof PublishedError;
  };
}

Object.assign(globalThis, { fetching });
