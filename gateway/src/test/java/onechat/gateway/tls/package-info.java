/** Tests of the certificate and its files, and a certificate for tests of everything else. */
@NullMarked
package onechat.gateway.tls;

import org.jspecify.annotations.NullMarked;
