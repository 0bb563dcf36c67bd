"""Two clients of the Centrifuge protocol as they come from PyPI. Prints one JSON object: what the first of them saw.

Arguments: address of the WebSocket, token of the first user, token of the second, channel, "json" or "protobuf".
"""
import asyncio
import json
import sys

from centrifuge import Client, SubscriptionEventHandler

PATIENCE = 20
address, one, other, channel, form = sys.argv[1:]
protobuf = form == "protobuf"


def encoded(value):
    return json.dumps(value).encode() if protobuf else value


def decoded(value):
    return json.loads(value) if isinstance(value, (bytes, bytearray)) else value


class Seen(SubscriptionEventHandler):
    def __init__(self):
        self.publications = asyncio.Queue()
        self.subscribed = asyncio.Queue()

    async def on_publication(self, ctx):
        await self.publications.put({"offset": ctx.pub.offset, "data": decoded(ctx.pub.data), "user": ctx.pub.info.user})

    async def on_subscribed(self, ctx):
        await self.subscribed.put({"wasRecovering": ctx.was_recovering, "recovered": ctx.recovered})


async def take(queue, count):
    return [await asyncio.wait_for(queue.get(), PATIENCE) for _ in range(count)]


async def main():
    seen = Seen()
    reader = Client(address, token=one, use_protobuf=protobuf, max_server_ping_delay=60)
    writer = Client(address, token=other, use_protobuf=protobuf, max_server_ping_delay=60)
    await reader.connect()
    await writer.connect()
    subscription = reader.new_subscription(channel, events=seen, positioned=True, recoverable=True)
    await subscription.subscribe()
    first = await take(seen.subscribed, 1)
    for number in range(1, 4):
        await writer.publish(channel, encoded({"n": number}))
    live = await take(seen.publications, 3)
    await reader.disconnect()
    for number in range(4, 6):
        await writer.publish(channel, encoded({"n": number}))
    await reader.connect()
    again = await take(seen.subscribed, 1)
    missed = await take(seen.publications, 2)
    history = await subscription.history(limit=2)
    stats = await subscription.presence_stats()
    answer = await reader.rpc("mark.set", encoded({"channel": channel}))
    await reader.disconnect()
    await writer.disconnect()
    print(json.dumps({
        "subscribed": first + again,
        "publications": live + missed,
        "history": [publication.offset for publication in history.publications],
        "newest": history.offset,
        "present": stats.num_clients,
        "mark": decoded(answer.data),
    }))


asyncio.run(main())
