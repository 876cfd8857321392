namespace CreditHub.Pipelines.Store.Queue;

/// <summary>Content of many versions in one rented array, given back when the last of them has been composed or left. Owned by the relay's loop.</summary>
internal sealed class ContentBlock(IDisposable memory)
{
    private int _held;

    public void Hold() => _held++;

    public void Release()
    {
        if (--_held == 0)
        {
            memory.Dispose();
        }
    }
}
