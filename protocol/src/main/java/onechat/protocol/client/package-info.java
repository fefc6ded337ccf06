/** A native client of ONECHAT/1.0 over TCP, with or without TLS. */
@NullMarked
package onechat.protocol.client;

import org.jspecify.annotations.NullMarked;
