/** Packages that few commands need: who uses those commands installs them beside aphoria, and nobody else pays. */
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
