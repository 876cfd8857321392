namespace CreditHub.Connectors.Http;

/// <summary>Lets whoever made a request see it whole before it leaves, such as to sign it: an <see cref="Action{T}"/> among its options.</summary>
internal sealed class LastTouch(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public const string Key = "last";

    private static readonly HttpRequestOptionsKey<Action<HttpRequestMessage>?> Touch = new(Key);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(Touch, out var touch))
        {
            touch?.Invoke(request);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
