package onechat.bridge;

import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;

/** A session whose network takes every frame at once. Used by one thread. */
final class CountingSession extends CoreSession.Empty {
    private int frames;

    int frames() {
        return frames;
    }

    @Override
    public boolean isOutputOpen() {
        return true;
    }

    @Override
    public void sendFrame(Frame frame, Callback callback, boolean batch) {
        frames++;
        callback.succeeded();
    }
}
