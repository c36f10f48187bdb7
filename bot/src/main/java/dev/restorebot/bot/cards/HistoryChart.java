package dev.restorebot.bot.cards;

import dev.restorebot.bot.message.Card;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.time.Millisecond;
import org.jfree.data.time.TimeSeries;
import org.jfree.data.time.TimeSeriesCollection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restore time, size and rows over time. Dark on a light ground of its own, so that it reads in
 * dark and in light chats.
 */
final class HistoryChart {
  private static final Logger log = LoggerFactory.getLogger(HistoryChart.class);
  private static final int WIDTH = 900;
  private static final int HEIGHT = 640;
  private static final Color GROUND = new Color(0xFAFBFC);
  private static final Color GRID = new Color(0xD5DBE1);
  private static final double MILLION = 1_000_000;

  private HistoryChart() {}

  /** Empty when there is not enough to draw, or when this machine cannot draw. */
  static Optional<Card.Picture> of(List<HistoryCards.Tested> tests) {
    if (tests.size() < 2) {
      return Optional.empty();
    }
    try {
      XYPlot seconds = plot("Seconds", tests, test -> test.millis() / 1_000.0);
      XYPlot megabytes = plot("Megabytes", tests, test -> test.bytes() / MILLION);
      XYPlot rows = plot("Rows", tests, HistoryCards.Tested::rows);
      CombinedDomainXYPlot all =
          new CombinedDomainXYPlot(
              new DateAxis("Time (UTC)", TimeZone.getTimeZone("UTC"), Locale.ROOT));
      all.setGap(14);
      List.of(seconds, megabytes, rows).forEach(all::add);
      JFreeChart chart = new JFreeChart("Restore time, size and rows", all);
      StandardChartTheme.createJFreeTheme().apply(chart);
      paint(seconds, 0x1F6F78);
      paint(megabytes, 0xB3541E);
      paint(rows, 0x5B3E96);
      chart.removeLegend();
      chart.setBackgroundPaint(GROUND);
      byte[] png = ChartUtils.encodeAsPNG(chart.createBufferedImage(WIDTH, HEIGHT));
      return Optional.of(
          new Card.Picture(
              "restores.png",
              "Restore time, size and rows of the last " + tests.size() + " tests",
              Base64.getEncoder().encodeToString(png)));
    } catch (IOException | RuntimeException | LinkageError e) {
      // A JRE without fonts: the table says the same.
      log.warn("cannot draw the chart of the last tests: {}", e.toString());
      return Optional.empty();
    }
  }

  /** After the theme, which has colours of its own. */
  private static void paint(XYPlot plot, int colour) {
    plot.getRenderer().setSeriesPaint(0, new Color(colour));
    plot.getRenderer().setSeriesStroke(0, new BasicStroke(2.5f));
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(GRID);
    plot.setRangeGridlinePaint(GRID);
  }

  private static XYPlot plot(
      String label, List<HistoryCards.Tested> tests, ToDoubleFunction<HistoryCards.Tested> value) {
    TimeSeries series = new TimeSeries(label);
    tests.forEach(
        test ->
            series.addOrUpdate(
                new Millisecond(Date.from(test.job().createdAt())), value.applyAsDouble(test)));
    NumberAxis axis = new NumberAxis(label);
    axis.setAutoRangeIncludesZero(true);
    return new XYPlot(
        new TimeSeriesCollection(series), null, axis, new XYLineAndShapeRenderer(true, true));
  }
}
