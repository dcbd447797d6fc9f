/** What HTTP libraries call the parts of an answer, and what hands one on. */

/** What libraries call the status, and what raises an error of it. */
export const STATUS =
  /^(ok|status|status_code|statusCode|statusText|status_text|getcode|is_success|is_error|is_ok|is_informational|is_redirect|is_client_error|is_server_error|raise_for_status|error_for_status|error_for_status_ref|reason|reason_phrase|throwIfNotOk)$/;
/** What they call the body, and what reads it. */
export const BODY =
  /^(json|text|content|bytes|blob|arrayBuffer|array_buffer|formData|buffer|body|data|read|iter_content|iter_lines|iter_bytes|aiter_bytes|aiter_lines|aread|chunk|bytes_stream|text_with_charset|into_body|into_string|into_json|into_reader|json_with_path|raw|body_mut|copy_to|limit|getReader)$/;
/** Events and pipes of a body that comes as a stream. */
export const STREAM = /^(on|pipe|setEncoding)$/;
/** Methods of a builder that send what was built. */
export const SENDS =
  /^(send|call|execute|send_json|send_string|send_form|send_bytes|send_empty|send_body|end)$/;
/** What hands its object on: unwrapping, errors with words, logging around it. */
export const PASSES =
  /^(unwrap|expect|map_err|context|with_context|ok|ok_or|ok_or_else|unwrap_or_else|clone|catch|finally|instrument|timeout|compat|boxed|fuse|wrap_err|wrap_err_with|change_context|attach_printable|or_else|inspect_err|inspect|into|await)$/;
/** Functions that give back what they are given, or what it resolves to. */
export const WRAPS =
  /^(wait_for|timeout|shield|ensure_future|create_task|resolve|Ok|Some|withTimeout|pTimeout|ensureFuture|Pin|Box|block_on|run|run_until_complete)$/;
export const NEUTRAL =
  /^(log|debug|info|warn|warning|error|trace|print|println|len|isinstance|type|str|repr|dbg|format|assert|inspect)$/;

/** Functions that wait for all of a list. */
export const GATHERS = /^(all|gather|try_join|join|join_all)$/;
