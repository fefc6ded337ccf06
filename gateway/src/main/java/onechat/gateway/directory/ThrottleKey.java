package onechat.gateway.directory;

/**
 * Stands for a name, an address, or both, in the tallies of failed logins: a part of a keyed hash, so that the memory of a server
 * lists no names. Immutable.
 */
record ThrottleKey(long high, long low) {}
