/** Packages that few commands need: who uses those commands installs them beside aphoria, and nobody else pays. */
import { createRequire } from "node:module";
import { errorCode } from "./host.ts";

/** Undefined when it is not installed; any other failure to load it is thrown. */
export async function loadPeer<T>(load: () => Promise<T>): Promise<T | undefined> {
  try {
    return await load();
  } catch (error) {
    if (["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(errorCode(error))) return undefined;
    throw error;
  }
}

/** Without loading it. */
export function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch (error) {
    if (errorCode(error) === "MODULE_NOT_FOUND") return false;
    throw error;
  }
}
