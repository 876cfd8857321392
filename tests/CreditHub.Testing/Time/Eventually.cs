namespace CreditHub.Testing;

/// <summary>Waits for what another process or task will do soon; looks often, gives up after 30 seconds.</summary>
public static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        for (int i = 0; i < 3000; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException("What the test waits for did not happen within 30 seconds.");
    }
}
