export { DataStorage, KernelBackend } from '@bml/runtime/memory/data_storage.js';
