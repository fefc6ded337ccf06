/** Tests of the directory, against real databases. */
@NullMarked
package onechat.gateway.directory;

import org.jspecify.annotations.NullMarked;
