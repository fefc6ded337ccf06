/** The files that options name: read whole and bounded, and taken apart where they are PEM. */
@NullMarked
package onechat.gateway.file;

import org.jspecify.annotations.NullMarked;
