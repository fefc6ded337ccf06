/** Users and rooms over JDBC, and who a login's name and password belong to. */
@NullMarked
package onechat.gateway.directory;

import org.jspecify.annotations.NullMarked;
