package onechat.bridge;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Leads each HTTP request to the WebSocket or to the page. Safe for use by any thread. */
final class BridgeHandler extends Handler.Abstract {
    /** The path of the contract's section 1.2. */
    static final String WEB_SOCKET_PATH = "/onechat";

    private final WebSocketUpgrade upgrade;
    private final StaticSite site;
    private final LibrarySharing sharing;

    BridgeHandler(WebSocketUpgrade upgrade, StaticSite site, LibrarySharing sharing) {
        this.upgrade = upgrade;
        this.site = site;
        this.sharing = sharing;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        BridgeEndPoint.under(request.getConnectionMetaData().getConnection().getEndPoint())
                .requestCame(System.nanoTime());
        SecurityHeaders.putInto(response.getHeaders());
        String path = request.getHttpURI().getCanonicalPath();
        try {
            if (path == null) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            } else if (path.equals(WEB_SOCKET_PATH)) {
                upgrade.handle(request, response, callback);
            } else {
                sharing.putInto(response.getHeaders(), path, request.getHeaders());
                site.handle(path, request, response, callback);
            }
        } catch (HttpException.RuntimeException e) {
            Response.writeError(request, response, callback, e.getCode());
        }
        return true;
    }
}
