// Node 18, which Debian 12 has, keeps it to itself; the SDKs want it everywhere.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
