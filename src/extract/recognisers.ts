/** Every recogniser: calls, constructions, and the idioms, one file each. A test keeps the folder and this list equal. */
import { constructions } from "./constructions.ts";
import { acknowledgement } from "./idioms/acknowledgement.ts";
import { authentication } from "./idioms/authentication.ts";
import { blockingCall } from "./idioms/blocking-call.ts";
import { bound } from "./idioms/bound.ts";
import { bulkExpiry } from "./idioms/bulk-expiry.ts";
import { cachedDecode } from "./idioms/cached-decode.ts";
import { checkout } from "./idioms/checkout.ts";
import { clientLifecycle } from "./idioms/client-lifecycle.ts";
import { commandLoop } from "./idioms/command-loop.ts";
import { connectTimeout } from "./idioms/connect-timeout.ts";
import { consumer } from "./idioms/consumer.ts";
import { consumption } from "./idioms/consumption.ts";
import { credential } from "./idioms/credential.ts";
import { invalidation } from "./idioms/invalidation.ts";
import { keyTimer } from "./idioms/key-timer.ts";
import { keyForm } from "./idioms/key-form.ts";
import { keyInputs } from "./idioms/key-inputs.ts";
import { keyUse } from "./idioms/key-use.ts";
import { keyspaceWalk } from "./idioms/keyspace-walk.ts";
import { liveness } from "./idioms/liveness.ts";
import { lock } from "./idioms/lock.ts";
import { diskCache } from "./idioms/disk-cache.ts";
import { errorListener } from "./idioms/error-listener.ts";
import { frameRead } from "./idioms/frame-read.ts";
import { healthCheck } from "./idioms/health-check.ts";
import { httpResponse } from "./idioms/http-response.ts";
import { httpTimeout } from "./idioms/http-timeout.ts";
import { integrityCheck } from "./idioms/integrity-check.ts";
import { lockWait } from "./idioms/lock-wait.ts";
import { memoisedFunction } from "./idioms/memoised-function.ts";
import { panicCall } from "./idioms/panic-call.ts";
import { pollLoop } from "./idioms/poll-loop.ts";
import { publication } from "./idioms/publication.ts";
import { queueBackend } from "./idioms/queue-backend.ts";
import { queueDeclaration } from "./idioms/queue-declaration.ts";
import { readThrough } from "./idioms/read-through.ts";
import { rejection } from "./idioms/rejection.ts";
import { requestLoop } from "./idioms/request-loop.ts";
import { requestRetry } from "./idioms/request-retry.ts";
import { requestScheme } from "./idioms/request-scheme.ts";
import { responseSize } from "./idioms/response-size.ts";
import { retryPolicy } from "./idioms/retry-policy.ts";
import { retryStrategy } from "./idioms/retry-strategy.ts";
import { setting } from "./idioms/setting.ts";
import { sharedValue } from "./idioms/shared-value.ts";
import { slotKeys } from "./idioms/slot-keys.ts";
import { socketDeadline } from "./idioms/socket-deadline.ts";
import { soleCopy } from "./idioms/sole-copy.ts";
import { store } from "./idioms/store.ts";
import { tagIndex } from "./idioms/tag-index.ts";
import { streamAppend } from "./idioms/stream-append.ts";
import { storedFailure } from "./idioms/stored-failure.ts";
import { swallowedFailure } from "./idioms/swallowed-failure.ts";
import { storeMutation } from "./idioms/store-mutation.ts";
import { tlsSwitch } from "./idioms/tls-switch.ts";
import { tlsUrl } from "./idioms/tls-url.ts";
import { transactionScope } from "./idioms/transaction-scope.ts";
import { operations } from "./operations.ts";
import type { Recogniser } from "./shape.ts";

export const RECOGNISERS: readonly Recogniser[] = [
  operations,
  constructions,
  acknowledgement,
  authentication,
  blockingCall,
  bound,
  bulkExpiry,
  cachedDecode,
  checkout,
  clientLifecycle,
  commandLoop,
  connectTimeout,
  consumer,
  consumption,
  credential,
  invalidation,
  keyTimer,
  keyForm,
  keyInputs,
  keyUse,
  keyspaceWalk,
  liveness,
  lock,
  diskCache,
  errorListener,
  frameRead,
  healthCheck,
  httpResponse,
  httpTimeout,
  integrityCheck,
  lockWait,
  memoisedFunction,
  panicCall,
  pollLoop,
  publication,
  queueBackend,
  queueDeclaration,
  readThrough,
  rejection,
  requestLoop,
  requestRetry,
  requestScheme,
  responseSize,
  retryPolicy,
  retryStrategy,
  setting,
  sharedValue,
  slotKeys,
  socketDeadline,
  soleCopy,
  store,
  tagIndex,
  streamAppend,
  storedFailure,
  swallowedFailure,
  storeMutation,
  tlsSwitch,
  tlsUrl,
  transactionScope,
];
