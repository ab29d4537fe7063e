package dev.storyc.media;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/** Pictures out of a film, as it is shown: upright and with square pixels. */
final class Stills {
    /** Some 25 seconds: a key frame may be far back, in a hostile film any number of frames. */
    private static final int MOST_FRAMES_TO_A_STILL = 600;

    private static final int BYTES_A_PIXEL = 3;

    private Stills() {}

    /** @param seconds when it is shown in the film */
    record Still(double seconds, BufferedImage image) {}

    /**
     * Takes stills evenly over a film, each in the middle of its part.
     *
     * @param count how many; a film of fewer frames gives fewer
     * @param longerSide how many pixels it has at most; none is enlarged
     * @throws IOException if not one can be had
     */
    static List<Still> of(Path film, int count, int longerSide) throws IOException {
        MediaPlatform.require();
        SwsContext scaler = swscale.sws_alloc_context();
        try (FilmSource source = FilmSource.open(film);
                TrackDecoder decoder = new TrackDecoder(source, source.picture(), 1);
                ShownFrames frames = new ShownFrames(decoder)) {
            scaler.flags(swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND);
            Shape shape = Shape.of(source.picture().codecpar());
            double part = source.seconds() / count;
            List<Still> stills = new ArrayList<>();
            double last = Double.NEGATIVE_INFINITY;
            for (int n = 0; n < count; n++) {
                double wanted = source.begin() + (n + 0.5) * part;
                // Where no key frame lies between, decoding on is cheaper than to begin again.
                if (n > 0 && decoder.keyFrameBefore(wanted) > last) {
                    frames.seek(wanted);
                }
                AVFrame frame = frames.at(wanted, MOST_FRAMES_TO_A_STILL);
                if (frame != null && frames.shownAt() > last) {
                    last = frames.shownAt();
                    stills.add(new Still(Math.max(0, last - source.begin()), image(frame, shape, scaler, longerSide)));
                }
            }
            if (stills.isEmpty()) {
                throw new IOException("no picture of " + film + " can be decoded");
            }
            return stills;
        } finally {
            swscale.sws_free_context(scaler);
        }
    }

    private static BufferedImage image(AVFrame frame, Shape shape, SwsContext scaler, int longerSide)
            throws IOException {
        double size = Math.min(1, (double) longerSide / Math.max(shape.width(), shape.height()));
        int width = Math.max(1, (int) Math.round(shape.width() * size));
        int height = Math.max(1, (int) Math.round(shape.height() * size));
        boolean lies = shape.quarterTurns() % 2 != 0;
        BufferedImage image =
                new BufferedImage(lies ? height : width, lies ? width : height, BufferedImage.TYPE_3BYTE_BGR);
        AVFrame scaled = avutil.av_frame_alloc();
        try {
            scaled.format(avutil.AV_PIX_FMT_BGR24);
            scaled.width(image.getWidth());
            scaled.height(image.getHeight());
            Ffmpeg.check(avutil.av_frame_get_buffer(scaled, 0), "hold a picture");
            if (frame.colorspace() == avutil.AVCOL_SPC_UNSPECIFIED) {
                frame.colorspace(avutil.AVCOL_SPC_BT709);
            }
            Ffmpeg.check(swscale.sws_scale_frame(scaler, scaled, frame), "scale a picture");
            byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            int row = image.getWidth() * BYTES_A_PIXEL;
            BytePointer data = scaled.data(0);
            for (int y = 0; y < image.getHeight(); y++) {
                data.position((long) y * scaled.linesize(0)).get(pixels, y * row, row);
            }
        } finally {
            avutil.av_frame_free(scaled);
        }
        return upright(image, shape.quarterTurns());
    }

    private static BufferedImage upright(BufferedImage image, int quarterTurns) {
        if (quarterTurns == 0) {
            return image;
        }
        AffineTransform turn = AffineTransform.getQuadrantRotateInstance(quarterTurns);
        int width = image.getWidth();
        int height = image.getHeight();
        turn.preConcatenate(AffineTransform.getTranslateInstance(
                quarterTurns == 1 ? height : quarterTurns == 2 ? width : 0,
                quarterTurns == 3 ? width : quarterTurns == 2 ? height : 0));
        boolean lies = quarterTurns % 2 != 0;
        BufferedImage upright =
                new BufferedImage(lies ? height : width, lies ? width : height, BufferedImage.TYPE_3BYTE_BGR);
        return new AffineTransformOp(turn, AffineTransformOp.TYPE_NEAREST_NEIGHBOR).filter(image, upright);
    }
}
