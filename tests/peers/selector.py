"""Under Rasa's Python: train what lies in a folder, and rank the responses for the questions on standard input."""

import asyncio
import json
import sys
from pathlib import Path

from rasa.core.agent import Agent
from rasa.model_training import train_nlu


def main() -> None:
    folder = Path(sys.argv[1])
    questions = json.load(sys.stdin)
    model = train_nlu(
        str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder), domain=str(folder / "domain.yml")
    )
    agent = Agent.load(model)

    async def ranked() -> list[list[str]]:
        found = []
        for question in questions:
            parsed = await agent.parse_message(question)
            found.append([row["intent_response_key"] for row in parsed["response_selector"]["section"]["ranking"]])
        return found

    print(json.dumps(asyncio.run(ranked())))


if __name__ == "__main__":
    main()
