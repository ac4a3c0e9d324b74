FROM python:3.13-slim
WORKDIR /lumbung
COPY requirements.lock pyproject.toml README.md ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY cooperative_ledger cooperative_ledger
COPY marketplace marketplace
COPY frontend frontend
COPY samples samples
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && useradd --create-home lumbung && mkdir /data && chown lumbung /data
USER lumbung
EXPOSE 8000
