using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Platforms.SoapRows;

/// <summary>
/// One row a call. A packet is one record, so that the relay's rate, retries and books count calls; a larger one is handed back as too large. Without a query a row
/// whose answer was lost is sent again: the service tells rows apart by record id and version. Answers are values; only cancellation throws. Thread-safe.
/// </summary>
internal class SoapRowsPlatform(SoapRowsSettings settings, HttpCall call, Uri address) : IPlatform
{
    /// <inheritdoc/>
    public Task<PlatformLimits?> GetLimitsAsync(CancellationToken ct) =>
        Task.FromResult<PlatformLimits?>(new PlatformLimits(1, int.MaxValue, int.MaxValue, int.MaxValue));

    /// <inheritdoc/>
    public ComposedDelivery Compose(Delivery delivery)
    {
        // the token changes, the row does not: only the row is the body that a repeat must keep
        string rows = string.Join('\n', delivery.Records.Select(record => SoapText.Row(settings.Row, record)).Prepend(delivery.PacketId.ToString("D")));
        byte[] body = Encoding.UTF8.GetBytes(rows);
        return new ComposedDelivery(delivery, body, SHA256.HashData(body));
    }

    /// <inheritdoc/>
    public Task<DeliveryAnswer> SendAsync(ComposedDelivery delivery, CancellationToken ct)
    {
        var sent = delivery.Delivery;
        if (sent.Records.Count != 1)
        {
            return Task.FromResult(new DeliveryAnswer(AnswerKind.TooLarge, OperatorMessage: "the service takes one row a call"));
        }

        return settings.Method(sent.Dataset) is { } method
            ? CallAsync(method, SoapText.Row(settings.Row, sent.Records[0]), sent, AnswerKind.Unknown, ct)
            : Task.FromResult(new DeliveryAnswer(AnswerKind.DatasetRefused, OperatorMessage: $"配置的 methods 中没有数据集 {sent.Dataset}，也没有 *"));
    }

    /// <summary>One call and what it means. <paramref name="whenLost"/>: what an answer that never came whole means for it.</summary>
    protected async Task<DeliveryAnswer> CallAsync(string method, string row, Delivery delivery, AnswerKind whenLost, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address);
            request.Headers.Add("SOAPAction", $"\"{method}\"");
            request.Content = new ByteArrayContent(SoapText.Request(settings, method, settings.Token.Resolve(), row));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
            var answer = await call.SendAsync(request, ct).ConfigureAwait(false);
            return SoapClassifier.Classify(answer, delivery, settings, whenLost);
        }
        catch (HttpFaultException fault)
        {
            return new DeliveryAnswer(
                fault.Fault switch { HttpFault.NotSent => AnswerKind.Transient, HttpFault.Untrusted => AnswerKind.Config, _ => whenLost }, OperatorMessage: fault.Message);
        }
        catch (ConnectorException credentials)
        {
            return new DeliveryAnswer(AnswerKind.Config, OperatorMessage: credentials.OperatorMessage);
        }
    }
}
