/** The server's certificate and key: PEM files in, a TLS context out, anew whenever the files change. */
@NullMarked
package onechat.gateway.tls;

import org.jspecify.annotations.NullMarked;
